package com.tripsage.gateway.asset;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of assets.
 *
 * @param publicUrl the address at which clients reach the gateway; without it, URLs are relative
 * @param maxFileSize the largest asset
 * @param maxPerTrip the most bytes of one trip, with those on their way
 * @param maxPerUser the most bytes of one user's profile and trips, with those on their way
 * @param uploadTime the time in which an upload has to be completed
 * @param longestUrl the longest time that a URL may last
 * @param kept how long the bytes of a deleted trip are kept for the operator
 * @param concurrent the most transfers of this gateway at once
 * @param concurrentPerUser the most of them that are one user's
 * @param slowest the bytes a second that a transfer has to reach, after half a minute
 */
@Validated
@ConfigurationProperties("gateway.assets")
record AssetProperties(
        @Nullable String publicUrl,
        @DefaultValue("100MB") DataSize maxFileSize,
        @DefaultValue("2GB") DataSize maxPerTrip,
        @DefaultValue("10GB") DataSize maxPerUser,
        @DefaultValue("1h") Duration uploadTime,
        @DefaultValue("1h") Duration longestUrl,
        @DefaultValue("7d") Duration kept,
        @DefaultValue("64") @Positive int concurrent,
        @DefaultValue("16") @Positive int concurrentPerUser,
        @DefaultValue("16KB") DataSize slowest) {

    private static final Duration ALWAYS_GIVEN = Duration.ofSeconds(30);

    AssetProperties {
        publicUrl = publicUrl == null ? "" : StringUtils.trimTrailingCharacter(publicUrl.strip(), '/');
        if (maxFileSize.toBytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("gateway.assets.max-file-size must be less than 2GB");
        }
        if (slowest.toBytes() < 1) {
            throw new IllegalArgumentException("gateway.assets.slowest must be positive");
        }
    }

    /** The longest time that a transfer of so many bytes may take. */
    Duration timeFor(long bytes) {
        return ALWAYS_GIVEN.plusSeconds(bytes / slowest.toBytes());
    }
}
