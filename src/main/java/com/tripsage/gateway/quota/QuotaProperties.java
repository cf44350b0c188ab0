package com.tripsage.gateway.quota;

import jakarta.validation.constraints.PositiveOrZero;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of what one caller or address may take on this node, a minute or an hour; 0 means no limit.
 *
 * @param requestsPerMinute operations of a caller, over HTTP and sockets together; what a program that has gone wild sends,
 *     not what a busy one does
 * @param costPerMinute what the operations of a caller may cost together
 * @param textsPerMinute texts of a caller of which vectors are made at once
 * @param failedAuthenticationsPerMinute tokens of an address that turn out not to count
 * @param sharesPerHour shares of a caller's, and tries to share
 * @param sharesPerAddressAndHour shares of all callers with one e-mail address
 */
@Validated
@ConfigurationProperties("gateway.quota")
record QuotaProperties(
        @DefaultValue("60000") @PositiveOrZero long requestsPerMinute,
        @DefaultValue("2000000") @PositiveOrZero long costPerMinute,
        @DefaultValue("3000") @PositiveOrZero long textsPerMinute,
        @DefaultValue("600") @PositiveOrZero long failedAuthenticationsPerMinute,
        @DefaultValue("50") @PositiveOrZero long sharesPerHour,
        @DefaultValue("200") @PositiveOrZero long sharesPerAddressAndHour) {}
