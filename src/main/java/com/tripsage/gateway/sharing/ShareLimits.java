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
 * How many addresses a caller shares with in an hour, and how many share with one address. They count in memory and before
 * the database is asked, so what comes of the operation makes no difference: a guess is a share.
 */
@Component
class ShareLimits {

    private final Quota<UUID> byCaller;
    private final Quota<String> byAddress;

    ShareLimits(ShareQuotas quotas) {
        this.byCaller = quotas.byCaller();
        this.byAddress = quotas.byAddress();
    }

    /** Takes a share, once however often the operation's transaction is tried. */
    void take(DataFetchingEnvironment field, String email) {
        OperationScope scope = field.getGraphQlContext().get(OperationScope.class);
        if (scope.get(Taken.class, Taken::new)
                .isNew(field.getExecutionStepInfo().getPath())) {
            take(byCaller, scope.caller().id());
            take(byAddress, key(email));
        }
    }

    private static <K> void take(Quota<K> quota, K key) {
        Duration wait = quota.take(key, 1);
        if (wait.isPositive()) {
            throw Refusal.rateLimited(quota.refusal(), wait);
        }
    }

    /** Near enough: whoever is found by an address is decided in the database. */
    private static String key(String email) {
        return Normalizer.normalize(email.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    /** The fields of an operation that have taken theirs. */
    private record Taken(Set<ResultPath> fields) {

        Taken() {
            this(ConcurrentHashMap.newKeySet());
        }

        boolean isNew(ResultPath field) {
            return fields.add(field);
        }
    }
}
