/** Codes of regions begin with two letters, and with four in the European Sovereign Cloud. */
export const REGION_CODE = /^(?:[a-z]{2}|eusc)(-[a-z]+)+-\d$/;
