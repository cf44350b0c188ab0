package com.tripsage.gateway.graphql;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.Use;
import com.tripsage.gateway.execution.BeforeFetching;
import com.tripsage.gateway.execution.JsonData;
import com.tripsage.gateway.idempotency.IdempotencyKeys;
import com.tripsage.gateway.idempotency.KeyedRequest;
import com.tripsage.gateway.refusal.Refusal;
import graphql.GraphQLContext;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLTypeUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last step before a mutation's first field: with an idempotency key it is the first of its kind, or gets that one's answer. */
record FirstOrReplay(IdempotencyKeys keys) implements BeforeFetching {

    @Override
    public @Nullable JsonData prepare(List<RootField> fields, GraphQLContext context) {
        OperationScope scope = context.get(OperationScope.class);
        KeyedRequest request = scope.keyed();
        if (request != null && fields.stream().anyMatch(FirstOrReplay::showsSecret)) {
            throw Refusal.invalid("idempotencyKey", "can't be given where the answer, which is kept, has a secret");
        }
        byte[] answer = request == null ? null : keys.claim(request);
        scope.replays(answer != null);
        if (answer == null) {
            return null;
        }
        Holding.current().take(Use.ANSWER, answer.length);
        return JsonData.ofResult(answer);
    }

    private static boolean showsSecret(RootField field) {
        return GraphQLTypeUtil.unwrapAll(field.definition().getType()) instanceof GraphQLObjectType payload
                && payload.getFieldDefinitions().stream().anyMatch(part -> part.hasAppliedDirective("secret"));
    }
}
