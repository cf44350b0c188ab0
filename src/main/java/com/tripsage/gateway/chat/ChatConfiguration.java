package com.tripsage.gateway.chat;

import com.tripsage.gateway.changelog.Scope;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The scope of the change log for chats: new messages, and the end of their sessions. */
@Configuration(proxyBeanMethods = false)
class ChatConfiguration {

    @Bean
    Scope chatMessages() {
        return ChatMessageFeed.SCOPE;
    }
}
