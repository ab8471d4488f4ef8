import { type App, Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { Acknowledgement } from './acknowledgement';
import { EvidenceMode } from './evidence-mode';
import { noteAcknowledgement, requireDay } from './private/acknowledgements';
import { fail } from './private/fail';
import { requireMatch } from './private/match';
import { requireOverrides } from './private/matrix/matrix';
import { EvidencePlugin } from './private/plugin';
import { keepDeepStacks } from './private/source-line';
import type { ResponsibilityOverride } from './responsibility';

/** How an app is judged and where the evidence goes. */
export interface PciEvidenceProps {
  /**
   * What a violation does.
   * @default EvidenceMode.enforce()
   */
  readonly mode?: EvidenceMode;

  /**
   * Folder of the evidence, below the cloud assembly.
   * @default 'evidence'
   */
  readonly outputDirectory?: string;

  /**
   * The day on which exceptions are judged, as `YYYY-MM-DD`. Beside the templates it is the only thing that the evidence
   * hangs on.
   * @default - the day of the environment variable SOURCE_DATE_EPOCH, or else today in UTC
   */
  readonly day?: string;

  /**
   * Lines of the responsibility matrix that your organization answers otherwise.
   * @default - the lines as the package has them
   */
  readonly responsibilities?: ResponsibilityOverride[];
}

/**
 * Judges every template of an app by PCI DSS 4.0.1 rules at each synthesis, and writes the evidence beside the templates.
 * @see PCI DSS 4.0.1 requirements 6.2.3, 6.5.1 and 12.5.2
 */
export class PciEvidence {
  /**
   * Attaches the rules to an app, whoever wrote its constructs. Best before these are made: from then on Node.js keeps
   * stacks that are deep enough for the evidence to name the line of the app.
   * @param app which is judged, with all of its stages
   * @param props what a violation does, and what the evidence says
   * @throws Error where a prop is not what it must be
   */
  public static attachTo(app: App, props: PciEvidenceProps = {}): PciEvidence {
    return new PciEvidence(app, props);
  }

  /**
   * Accepts an exception for a construct and what is below it. It is written into the evidence with its reason.
   * @param scope for which the exception holds
   * @param acknowledgement which rule, why, by whom and until when
   * @throws Error where the rule is unknown, the reason too short to help, or the day none
   */
  public static acknowledge(scope: IConstruct, acknowledgement: Acknowledgement): void {
    noteAcknowledgement(scope, acknowledgement);
  }

  private constructor(app: App, props: PciEvidenceProps) {
    const {
      mode = EvidenceMode.enforce(),
      outputDirectory = 'evidence',
      day = today(app),
      responsibilities = [],
    } = props;
    // Read from anything else, it would be false, and nothing would fail any more.
    if (typeof mode._failsSynthesis !== 'boolean')
      fail(app, `\`mode\` must be EvidenceMode.enforce() or EvidenceMode.reportOnly(), got: '${mode}'.`);
    requireMatch(app, 'outputDirectory', outputDirectory, /^[\w-][\w./-]*$/, 'a folder below the assembly');
    if (outputDirectory.split('/').includes('..'))
      fail(app, `\`outputDirectory\` must be a folder below the assembly, got: '${outputDirectory}'.`);
    requireDay(app, 'day', day);
    requireOverrides(app, responsibilities);
    keepDeepStacks();
    const failsSynthesis = mode._failsSynthesis;
    Validations.of(app).addPlugins(new EvidencePlugin({ failsSynthesis, outputDirectory, day, responsibilities }));
  }
}

/** The last second that has a year of four digits. */
const LAST_SECOND = 253_402_300_799;

function today(app: App): string {
  const epoch = process.env.SOURCE_DATE_EPOCH;
  if (epoch !== undefined && !(/^\d+$/.test(epoch) && Number(epoch) <= LAST_SECOND))
    fail(
      app,
      'The environment variable SOURCE_DATE_EPOCH must be seconds since 1970 in digits, such as 1795651200, got: ' +
        `'${epoch}'. Unset it, or give \`day\`.`,
    );
  const now = epoch === undefined ? new Date() : new Date(Number(epoch) * 1000);
  return now.toISOString().slice(0, 10);
}
