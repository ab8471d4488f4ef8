import type { SslPolicy } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Annotations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { requireMatch } from './private/validation';

/** Names of policies that offer nothing older than TLS 1.2. */
const TLS_12_OR_NEWER = /^ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)-[A-Za-z0-9-]+$/;

/**
 * Which TLS versions and ciphers the load balancer offers to clients. Each named policy has forward secrecy and
 * authenticated encryption only, and passes Security Hub control ELB.17.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 * @see PCI DSS 4.0.1 requirement 4.2.1
 */
export class TlsPolicy {
  /** TLS 1.3 and 1.2 (`ELBSecurityPolicy-TLS13-1-2-Res-2021-06`): the default. */
  public static tls13And12(): TlsPolicy {
    return new TlsPolicy('ELBSecurityPolicy-TLS13-1-2-Res-2021-06', true);
  }

  /** TLS 1.3 alone (`ELBSecurityPolicy-TLS13-1-3-2021-06`), where every client is known to speak it. */
  public static tls13Only(): TlsPolicy {
    return new TlsPolicy('ELBSecurityPolicy-TLS13-1-3-2021-06', true);
  }

  /**
   * TLS 1.3 and 1.2 with hybrid post-quantum key exchange (`ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09`). Clients
   * without ML-KEM go on with classic key exchange.
   */
  public static postQuantum(): TlsPolicy {
    return new TlsPolicy('ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09', true);
  }

  /** TLS 1.3 alone with hybrid post-quantum key exchange (`ELBSecurityPolicy-TLS13-1-3-PQ-2025-09`). */
  public static postQuantumTls13Only(): TlsPolicy {
    return new TlsPolicy('ELBSecurityPolicy-TLS13-1-3-PQ-2025-09', true);
  }

  /** TLS 1.3 and 1.2 from a FIPS 140-3 validated module (`ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04`). */
  public static fips(): TlsPolicy {
    return new TlsPolicy('ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04', true);
  }

  /** TLS 1.3 alone from a FIPS 140-3 validated module (`ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04`). */
  public static fipsTls13Only(): TlsPolicy {
    return new TlsPolicy('ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04', true);
  }

  /** `fips()` with hybrid post-quantum key exchange (`ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09`). */
  public static fipsPostQuantum(): TlsPolicy {
    return new TlsPolicy('ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09', true);
  }

  /** `fipsTls13Only()` with hybrid post-quantum key exchange (`ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09`). */
  public static fipsPostQuantumTls13Only(): TlsPolicy {
    return new TlsPolicy('ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09', true);
  }

  /**
   * Another policy of Elastic Load Balancing, for clients that none of the others serves. Leaves a warning, because
   * Security Hub control ELB.17 doesn't know it. A policy that offers TLS 1.1 or older is refused.
   * @param policyName name of the policy, such as `ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06`.
   */
  public static named(policyName: string): TlsPolicy {
    return new TlsPolicy(policyName, false);
  }

  private constructor(
    /** Name of the policy in Elastic Load Balancing. */
    public readonly policyName: string,
    private readonly recommended: boolean,
  ) {}

  /** @internal */
  public _bind(scope: Construct): SslPolicy {
    const { policyName } = this;
    const allowed =
      "the name of an Elastic Load Balancing policy with TLS 1.2 or newer, such as 'ELBSecurityPolicy-TLS13-1-2-2021-06'";
    requireMatch(scope, 'tlsPolicy', policyName, TLS_12_OR_NEWER, allowed);
    if (!this.recommended) {
      Annotations.of(scope).addWarningV2(
        '@org/audited-alb:unlisted-tls-policy',
        `The TLS policy '${policyName}' is not among those that Security Hub control ELB.17 accepts; PCI DSS 4.0.1 ` +
          'requirement 4.2.1 asks for strong cryptography. Use TlsPolicy.tls13And12(), or record why a client needs it.',
      );
    }
    return policyName as SslPolicy;
  }
}
