package com.tripsage.gateway.providerkey;

import com.tripsage.gateway.command.Command;
import com.tripsage.gateway.table.Aggregates;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The repository of keys, and the commands that encrypt them anew. */
@Configuration(proxyBeanMethods = false)
class ProviderKeyConfiguration {

    @Bean
    StoredKeysRepository storedKeysRepository(Aggregates aggregates) {
        return aggregates.repository(StoredKeysRepository.class);
    }

    @Bean("rotate-provider-keys")
    Command rotateProviderKeys(Rotation rotation, Vault vault) {
        return (arguments, out) -> rotation.run(vault::renewed, out);
    }

    @Bean("encrypt-provider-keys")
    Command encryptProviderKeys(Rotation rotation, Vault vault) {
        return (arguments, out) -> rotation.run(vault::encrypted, out);
    }
}
