/** What every environment has alike, so that no config file can break their parity. What may differ stands in config/. */

export const REGION = 'us-east-1';

/** Tag `Project` of every resource. */
export const PROJECT = 'payments';

/** Stands in every name; short, because the name of a load balancer ends at 32 characters. */
export const SERVICE_CODE = 'pay';

/** What the container listens on, and which paths the load balancer sends there; /health is what all checks ask for. */
export const API = { port: 8080, paths: ['/api/*', '/health'] };

export const DATABASE_NAME = 'payments';
