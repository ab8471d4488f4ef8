/** What makes one service different from the others. */
export interface ServiceSettings {
  readonly name: string;
  readonly port: number;
  /** Why it may reach any address on port 443, through NAT; without a reason it may not. */
  readonly internetAccess?: string;
}

export const PAYMENT_API: ServiceSettings = {
  name: 'payment-api',
  port: 8080,
  internetAccess: 'Card networks publish host names, not addresses',
};
export const FRAUD_DETECTION: ServiceSettings = { name: 'fraud-detection', port: 8081 };
export const NOTIFICATION_SERVICE: ServiceSettings = {
  name: 'notification-service',
  port: 8082,
  internetAccess: 'Mail and text message providers publish host names, not addresses',
};

/** Names of outputs take no hyphens: `PaymentApiEcsService`, for example. */
export function outputName(kebab: string, what: string): string {
  return kebab.replace(/(?:^|-)([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase()) + what;
}
