package com.tripsage.gateway.asset.store;

import com.tripsage.gateway.fernet.KeyRing;
import com.tripsage.gateway.settings.SettingsInvalid;
import java.nio.file.Path;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The choice of the store. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StoreProperties.class)
class StoreConfiguration {

    @Bean
    AssetStore assetStore(StoreProperties properties, KeyRing keys) {
        boolean isBucket = properties.s3().isConfigured();
        Path folder = properties.folder();
        if (folder == null && !isBucket) {
            return new NoStore();
        }
        if (keys.isEmpty()) {
            throw new SettingsInvalid(
                    "A store of assets needs a key that its URLs are signed with: set GATEWAY_ENCRYPTION_KEYS or GATEWAY_ENCRYPTION_FILE.");
        }
        return isBucket || folder == null ? S3Connection.open(properties.s3()) : new FolderStore(folder);
    }
}
