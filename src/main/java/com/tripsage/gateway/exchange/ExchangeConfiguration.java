package com.tripsage.gateway.exchange;

import com.tripsage.gateway.command.Command;
import com.tripsage.gateway.database.Transactions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The configuration of exchange rates. */
@Configuration(proxyBeanMethods = false)
class ExchangeConfiguration {

    @Bean("load-rates")
    Command loadRates(ExchangeRateRepository rates, Transactions transactions) {
        return new RateLoading(rates, transactions)::load;
    }
}
