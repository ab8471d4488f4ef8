namespace Example.Platform;

/// <summary>What makes one service different from the others.</summary>
/// <param name="InternetAccess">Why it may reach any address on port 443, through NAT; without a reason it may not.</param>
internal sealed record ServiceSettings(string Name, int Port, string? InternetAccess = null)
{
    internal static readonly ServiceSettings PaymentApi =
        new("payment-api", 8080, "Card networks publish host names, not addresses");

    internal static readonly ServiceSettings FraudDetection = new("fraud-detection", 8081);

    internal static readonly ServiceSettings NotificationService =
        new("notification-service", 8082, "Mail and text message providers publish host names, not addresses");

    internal static readonly ServiceSettings[] All = [PaymentApi, FraudDetection, NotificationService];

    /// <summary>Names of outputs take no hyphens: <c>PaymentApiEcsService</c>, for example.</summary>
    internal static string OutputName(string kebab, string what) =>
        string.Concat(kebab.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..])) + what;
}
