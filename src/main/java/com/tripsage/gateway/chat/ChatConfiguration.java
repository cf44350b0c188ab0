package com.tripsage.gateway.chat;

import com.tripsage.gateway.changelog.Scope;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the change log tell of new messages, and of the end of their sessions. */
@Configuration(proxyBeanMethods = false)
class ChatConfiguration {

    @Bean
    Scope chatMessages() {
        return ChatMessageFeed.SCOPE;
    }
}
