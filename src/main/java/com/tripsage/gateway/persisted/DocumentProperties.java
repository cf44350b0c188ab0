package com.tripsage.gateway.persisted;

import com.tripsage.gateway.security.Caller;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings of documents that clients name.
 *
 * @param mode what callers may have carried out
 * @param tokenMode the same for callers with an access token; null for no difference
 * @param refresh how long it takes at most until a node knows what has been registered
 * @param automatic the characters of the documents that are known because somebody has sent them
 */
@ConfigurationProperties("gateway.documents")
record DocumentProperties(
        @DefaultValue("on") DocumentMode mode,
        @Nullable DocumentMode tokenMode,
        @DefaultValue("5s") Duration refresh,
        @DefaultValue("4MB") DataSize automatic) {

    DocumentProperties {
        if (!refresh.isPositive()) {
            throw new IllegalArgumentException("gateway.documents.refresh must be positive");
        }
    }

    DocumentMode modeOf(Caller caller) {
        return caller.token() == null || tokenMode == null ? mode : tokenMode;
    }

    /** Whether somebody may name a document. */
    boolean areUsed() {
        return mode != DocumentMode.OFF || (tokenMode != null && tokenMode != DocumentMode.OFF);
    }
}
