package com.tripsage.gateway.persisted;

import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.table.Aggregates;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The configuration of documents that clients name. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DocumentProperties.class)
class PersistedConfiguration {

    @Bean
    RegisteredDocumentRepository registeredDocumentRepository(Aggregates aggregates) {
        return aggregates.repository(RegisteredDocumentRepository.class);
    }

    @Bean
    RegisteredDocuments registeredDocuments(
            RegisteredDocumentRepository documents,
            JdbcClient jdbc,
            Transactions transactions,
            DocumentProperties properties) {
        return new RegisteredDocuments(documents, jdbc, transactions, properties);
    }

    @Bean
    PersistedDocuments persistedDocuments(DocumentProperties properties, RegisteredDocuments registered) {
        return new PersistedDocuments(properties, registered, new AutomaticDocuments(properties.automatic()));
    }
}
