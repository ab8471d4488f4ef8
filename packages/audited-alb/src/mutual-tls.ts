import {
  type ITrustStore,
  type MutualAuthentication,
  MutualAuthenticationMode,
  TrustStore,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { requireMatchIfGiven } from './private/if-given';
import { requireMatch } from './private/validation';

/** Where the certificates of the authorities are that sign client certificates. */
export interface TrustedAuthorities {
  /** Bucket with the file, in the load balancer's region. */
  readonly bucket: IBucket;

  /** Key of the file: the certificates of the authorities, in PEM format, one after the other. */
  readonly key: string;

  /**
   * Version of the file. Without it a changed file is not read again: give each change its version.
   * @default - the latest at the time when the trust store is created
   */
  readonly version?: string;
}

/**
 * Whether clients must show a certificate.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html
 * @see PCI DSS 4.0.1 requirement 8.3.1
 */
export class MutualTls {
  /** Clients show no certificate. */
  public static none(): MutualTls {
    return new MutualTls(() => undefined, false);
  }

  /**
   * Only clients with a certificate of these authorities get a connection. Expired certificates are refused.
   * @param authorities where their certificates are.
   */
  public static verified(authorities: TrustedAuthorities): MutualTls {
    return new MutualTls((scope) => {
      const { bucket, key, version } = authorities;
      requireMatch(
        scope,
        'mutualTls.key',
        key,
        /^[^/].{0,1023}$/,
        "an object key of at most 1024 characters without '/' at its start",
      );
      requireMatchIfGiven(scope, 'mutualTls.version', version, /^.{1,1024}$/, 'the version of the object');
      return verifyWith(new TrustStore(scope, 'TrustStore', { bucket, key, version }));
    }, true);
  }

  /**
   * Only clients with a certificate that the trust store accepts get a connection.
   * @param trustStore with the revocation lists that it may have. Expired certificates are refused.
   */
  public static verifiedBy(trustStore: ITrustStore): MutualTls {
    return new MutualTls(() => verifyWith(trustStore), true);
  }

  /**
   * The load balancer asks for a certificate and checks nothing: it hands the chain on in the header
   * `X-Amzn-Mtls-Clientcert`, and targets must check it.
   */
  public static passthrough(): MutualTls {
    return new MutualTls(() => ({ mutualAuthenticationMode: MutualAuthenticationMode.PASS_THROUGH }), false);
  }

  private constructor(
    private readonly make: (scope: Construct) => MutualAuthentication | undefined,
    /** @internal */
    public readonly _verifies: boolean,
  ) {}

  /** @internal */
  public _bind(scope: Construct): MutualAuthentication | undefined {
    return this.make(scope);
  }
}

function verifyWith(trustStore: ITrustStore): MutualAuthentication {
  return {
    mutualAuthenticationMode: MutualAuthenticationMode.VERIFY,
    trustStore,
    ignoreClientCertificateExpiry: false,
  };
}
