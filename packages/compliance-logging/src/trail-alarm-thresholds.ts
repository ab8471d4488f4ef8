/** From when on the alarms of a trail go off that count attempts. All others go off at the first event. */
export interface TrailAlarmThresholds {
  /**
   * Sign-ins to the console that fail within five minutes: 1 or more.
   * @default 3
   * @see PCI DSS 4.0.1 requirement 10.2.1.4
   */
  readonly failedSignIns?: number;

  /**
   * Calls that are refused within five minutes for want of permission: 1 or more. Tools that try what they may do make
   * some each day.
   * @default 10
   * @see PCI DSS 4.0.1 requirement 10.2.1.4
   */
  readonly refusedCalls?: number;
}
