package com.tripsage.gateway.asset;

import com.tripsage.gateway.asset.store.AssetStore;
import com.tripsage.gateway.asset.store.StoreConfigured;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** The work on assets in the background, where there is a store. */
@Configuration(proxyBeanMethods = false)
class AssetConfiguration {

    @Bean
    @Conditional(StoreConfigured.class)
    AssetWorker assetWorker(AssetStore store, AssetCleanup cleanup) {
        return new AssetWorker(store, cleanup);
    }
}
