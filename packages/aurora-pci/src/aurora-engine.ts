import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { EngineFamily } from './private/engine-family';
import { MYSQL } from './private/mysql';
import { POSTGRES } from './private/postgres';
import { fail } from './private/validation';

/** Engine and version of a cluster. The family of its parameter group follows from the version. */
export class AuroraEngine {
  /**
   * Aurora PostgreSQL.
   * @param version major and minor version, from 13 on, such as `14.6`; it must be known at synthesis
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/aurorapostgresql-release-calendar.html
   */
  public static postgres(version: string): AuroraEngine {
    return new AuroraEngine(POSTGRES, version);
  }

  /**
   * Aurora MySQL, compatible with MySQL 8.4, or in its version 3 with MySQL 8.0.
   * @param version Aurora MySQL version, such as `8.4.7` or `3.08.0`; it must be known at synthesis
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraMySQLReleaseNotes/AuroraMySQL.release-calendars.html
   */
  public static mysql(version: string): AuroraEngine {
    return new AuroraEngine(MYSQL, version);
  }

  private constructor(
    /** @internal */
    public readonly _family: EngineFamily,
    /** @internal */
    public readonly _version: string,
  ) {}

  /** @internal */
  public _validate(scope: IConstruct): void {
    const { factory, versionForm, versionPattern } = this._family;
    const known = !Token.isUnresolved(this._version);
    if (known && versionPattern.test(this._version)) return;
    const got = known ? `'${this._version}'` : 'a value known only at deployment';
    fail(
      scope,
      `The version of \`engine\` given to ${factory} must be ${versionForm}, got: ${got}.${this.hint(known)}`,
    );
  }

  private hint(known: boolean): string {
    const other = [POSTGRES, MYSQL].find((family) => family !== this._family);
    return known && other?.versionPattern.test(this._version) ? ` Use ${other.factory} for it.` : '';
  }
}
