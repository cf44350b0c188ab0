package com.tripsage.gateway.sharing;

import com.tripsage.gateway.graphql.OperationScope;
import com.tripsage.gateway.quota.Quota;
import com.tripsage.gateway.quota.ShareQuotas;
import com.tripsage.gateway.refusal.Refusal;
import graphql.execution.ResultPath;
import graphql.schema.DataFetchingEnvironment;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * The limits on sharing: how often a caller shares in an hour, and how often one address is shared with. They count in memory
 * and before the database is asked, so that an attempt that fails counts too and nobody can guess addresses.
 */
@Component
class ShareLimits {

    private final Quota<UUID> byCaller;
    private final Quota<String> byAddress;

    ShareLimits(ShareQuotas quotas) {
        this.byCaller = quotas.byCaller();
        this.byAddress = quotas.byAddress();
    }

    /** Counts a share with an address, once however often the operation's transaction is tried. */
    void take(DataFetchingEnvironment field, String email) {
        if (take(field)) {
            take(byAddress, key(email));
        }
    }

    /** Counts an attempt of the caller's, the same way; false where it was counted before. */
    boolean take(DataFetchingEnvironment field) {
        OperationScope scope = field.getGraphQlContext().get(OperationScope.class);
        boolean isNew = scope.get(Taken.class, Taken::new)
                .isNew(field.getExecutionStepInfo().getPath());
        if (isNew) {
            take(byCaller, scope.caller().id());
        }
        return isNew;
    }

    private static <K> void take(Quota<K> quota, K key) {
        Duration wait = quota.take(key, 1);
        if (wait.isPositive()) {
            throw Refusal.rateLimited(quota.refusal(), wait);
        }
    }

    /** The address as it is counted. This is near enough: the database decides who has it. */
    private static String key(String email) {
        return Normalizer.normalize(email.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    /** The fields of an operation whose share was counted. */
    private record Taken(Set<ResultPath> fields) {

        Taken() {
            this(ConcurrentHashMap.newKeySet());
        }

        boolean isNew(ResultPath field) {
            return fields.add(field);
        }
    }
}
