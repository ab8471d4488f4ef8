/** What happens to clients that come without TLS, on port 80. */
export class PlainHttp {
  /** Nothing listens there: a client that would send a secret in the clear can't. */
  public static refused(): PlainHttp {
    return new PlainHttp(false);
  }

  /**
   * They are sent to HTTPS on port 443, for people who type the address into a browser. Leaves a warning: the first
   * request, with all that it carries, has come in the clear.
   */
  public static redirected(): PlainHttp {
    return new PlainHttp(true);
  }

  private constructor(
    /** Whether port 80 is open. */
    public readonly isRedirected: boolean,
  ) {}
}
