package com.tripsage.gateway.asset.store;

import java.util.stream.Stream;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** The condition that the settings name a store. */
public final class StoreConfigured implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return Stream.of("gateway.assets.store.folder", "gateway.assets.store.s3.bucket")
                .anyMatch(name -> StringUtils.hasText(context.getEnvironment().getProperty(name)));
    }
}
