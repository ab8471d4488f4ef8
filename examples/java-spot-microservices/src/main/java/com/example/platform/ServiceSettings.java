package com.example.platform;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What makes one service different from the others.
 *
 * @param internetAccess why it may reach any address on port 443, through NAT; without a reason (null) it may not
 */
record ServiceSettings(String name, int port, String internetAccess) {

    static final ServiceSettings PAYMENT_API =
            new ServiceSettings("payment-api", 8080, "Card networks publish host names, not addresses");
    static final ServiceSettings FRAUD_DETECTION = new ServiceSettings("fraud-detection", 8081, null);
    static final ServiceSettings NOTIFICATION_SERVICE = new ServiceSettings(
            "notification-service", 8082, "Mail and text message providers publish host names, not addresses");

    static final List<ServiceSettings> ALL = List.of(PAYMENT_API, FRAUD_DETECTION, NOTIFICATION_SERVICE);

    /** Names of outputs take no hyphens: {@code PaymentApiEcsService}, for example. */
    static String outputName(String kebab, String what) {
        return Arrays.stream(kebab.split("-"))
                        .map(word -> word.substring(0, 1).toUpperCase() + word.substring(1))
                        .collect(Collectors.joining())
                + what;
    }
}
