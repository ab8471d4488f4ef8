import { CfnMicrosoftTeamsChannelConfiguration, CfnSlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { type CfnResource, Token } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import { requireMatch } from './private/validation';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A channel of Slack. */
export interface SlackChannel {
  /** Id of the workspace, such as T0123456789. The workspace must have been authorized in the console once. */
  readonly workspaceId: string;

  /** Id of the channel, such as C0123456789: the end of its link, not its name. Invite @Amazon Q to a private one. */
  readonly channelId: string;
}

/** A channel of Microsoft Teams. */
export interface MicrosoftTeamsChannel {
  /** Id of the tenant, a UUID. */
  readonly tenantId: string;

  /** Id of the team, a UUID. The team must have been authorized in the console once. */
  readonly teamId: string;

  /** Id of the channel, such as 19:abc@thread.tacv2, as it stands in the channel's link or decoded from it. */
  readonly channelId: string;
}

/** What a chat configuration takes from its surroundings. */
interface ChatSettings {
  readonly configurationName: string;
  readonly iamRoleArn: string;
  readonly guardrailPolicies: string[];
  readonly snsTopicArns: string[];
  readonly loggingLevel: string;
}

/**
 * A chat channel that alerts are posted to.
 * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/what-is.html
 */
export class ChatChannel {
  /**
   * A channel of Slack.
   * @param channel which one, by the ids that Slack shows.
   * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/slack-setup.html
   */
  public static slack(channel: SlackChannel): ChatChannel {
    return new ChatChannel(
      channel.channelId,
      (scope) => {
        requireMatch(scope, 'workspaceId', channel.workspaceId, /^[TE][0-9A-Z]{2,254}$/, 'an id such as T0123456789');
        const id = 'an id such as C0123456789, not the name of the channel';
        requireMatch(scope, 'channelId', channel.channelId, /^[CG][0-9A-Z]{2,254}$/, id);
      },
      (scope, settings) =>
        new CfnSlackChannelConfiguration(scope, 'Channel', {
          ...settings,
          slackWorkspaceId: channel.workspaceId,
          slackChannelId: channel.channelId,
        }),
    );
  }

  /**
   * A channel of Microsoft Teams.
   * @param channel which one, by the ids that Microsoft shows.
   * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/teams-setup.html
   */
  public static microsoftTeams(channel: MicrosoftTeamsChannel): ChatChannel {
    const channelId = encoded(channel.channelId);
    return new ChatChannel(
      channelId,
      (scope) => {
        requireMatch(scope, 'tenantId', channel.tenantId, UUID, 'a UUID');
        requireMatch(scope, 'teamId', channel.teamId, UUID, 'a UUID');
        const id = 'an id such as 19:abc@thread.tacv2';
        requireMatch(scope, 'channelId', channelId, /^19%3A[\w\-=+/.,]+%40[\w\-=+/.,]+$/i, id);
      },
      (scope, settings) =>
        new CfnMicrosoftTeamsChannelConfiguration(scope, 'Channel', {
          ...settings,
          teamsTenantId: channel.tenantId,
          teamId: channel.teamId,
          teamsChannelId: channelId,
        }),
    );
  }

  private constructor(
    /** @internal */
    public readonly _channelId: string,
    private readonly check: (scope: IConstruct) => void,
    private readonly build: (scope: Construct, settings: ChatSettings) => CfnResource,
  ) {}

  /** @internal */
  public _check(scope: IConstruct): void {
    this.check(scope);
  }

  /** @internal */
  public _build(scope: Construct, settings: ChatSettings): CfnResource {
    return this.build(scope, settings);
  }
}

/** CloudFormation takes the id as it stands in a link. */
function encoded(channelId: string): string {
  return Token.isUnresolved(channelId) || channelId.includes('%') ? channelId : encodeURIComponent(channelId);
}
