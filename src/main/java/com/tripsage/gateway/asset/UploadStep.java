package com.tripsage.gateway.asset;

import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.execution.BeforeFetching;
import com.tripsage.gateway.execution.JsonData;
import com.tripsage.gateway.graphql.OperationScope;
import com.tripsage.gateway.refusal.Refusal;
import graphql.GraphQLContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The check of the bytes of uploads that an operation completes, before its transaction begins: it takes as long as reading them. */
@Component
final class UploadStep implements BeforeFetching {

    private static final String FIELD = "completeUpload";

    private final Transactions transactions;
    private final UploadRepository uploads;
    private final UploadCheck check;

    UploadStep(Transactions transactions, UploadRepository uploads, UploadCheck check) {
        this.transactions = transactions;
        this.uploads = uploads;
        this.check = check;
    }

    @Override
    public @Nullable JsonData prepare(List<RootField> fields, GraphQLContext context) {
        List<UUID> ids = fields.stream()
                .filter(field -> field.name().equals(FIELD))
                .map(field -> id(field.arguments().get().get("id")))
                .distinct()
                .toList();
        if (!ids.isEmpty()) {
            OperationScope scope = context.get(OperationScope.class);
            if (!scope.isRepeated()) {
                scope.get(CheckedUploads.class, () -> checked(ids, scope));
            }
        }
        return null;
    }

    private CheckedUploads checked(List<UUID> ids, OperationScope scope) {
        var checked = new CheckedUploads();
        for (UUID id : ids) {
            Optional<Upload> upload =
                    transactions.run(scope.caller(), Access.READ, scope.deadline(), _ -> uploads.find(id));
            upload.ifPresent(sent -> checked.put(id, check.of(sent, scope.deadline())));
        }
        return checked;
    }

    private static UUID id(@Nullable Object argument) {
        try {
            return UUID.fromString(String.valueOf(argument));
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("id", "must be a UUID");
        }
    }
}
