package com.tripsage.gateway.security;

import com.github.benmanes.caffeine.cache.Ticker;
import com.nimbusds.jose.jwk.JWKSet;
import com.tripsage.gateway.quota.Quotas;
import com.tripsage.gateway.settings.SettingsInvalid;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.util.StringUtils;

/**
 * The one way in which tokens are verified: with a shared secret, or with an issuer's public keys. Both together are refused,
 * so that neither signs for the other.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({JwtProperties.class, OAuth2ResourceServerProperties.class, OperationsProperties.class})
class TokenConfiguration {

    private static final String SPRING = "spring.security.oauth2.resourceserver.jwt";
    private static final int MIN_SECRET_BYTES = 32;

    @Bean
    Callers callers(
            JwtDecoder tokens,
            ObjectProvider<AccessTokens> accessTokens,
            ObjectProvider<ErasedAccounts> erasedAccounts,
            Quotas quotas) {
        return new Callers(
                tokens,
                accessTokens.getIfAvailable(() -> AccessTokens.NONE),
                erasedAccounts.getIfAvailable(() -> ErasedAccounts.NONE),
                Clock.systemUTC(),
                quotas.failedAuthentications());
    }

    @Bean
    Operators operators(OperationsProperties operations, Callers callers) {
        return new Operators(operations.token(), callers);
    }

    @Bean
    JwtDecoder jwtDecoder(JwtProperties settings, OAuth2ResourceServerProperties spring, Environment environment) {
        OAuth2ResourceServerProperties.Jwt issuer = spring.getJwt();
        boolean hasIssuer = StringUtils.hasText(issuer.getIssuerUri()) || StringUtils.hasText(issuer.getJwkSetUri());
        String secret = settings.secret();
        if (secret != null && hasIssuer) {
            throw new SettingsInvalid("Tokens are verified either with GATEWAY_JWT_SECRET or with the keys of " + SPRING
                    + ".issuer-uri or .jwk-set-uri: set one of the two, not both.");
        }
        if (secret != null) {
            return bySecret(secret, validators(settings, issuer));
        }
        if (hasIssuer) {
            return byIssuer(issuer, algorithms(environment), validators(settings, issuer));
        }
        throw new SettingsInvalid("Nothing says how tokens are verified: set GATEWAY_JWT_SECRET, or " + SPRING
                + ".issuer-uri or .jwk-set-uri.");
    }

    private static JwtDecoder bySecret(String secret, OAuth2TokenValidator<Jwt> validators) {
        byte[] key = secret.getBytes(StandardCharsets.UTF_8);
        if (key.length < MIN_SECRET_BYTES) {
            throw new SettingsInvalid(
                    "GATEWAY_JWT_SECRET has " + key.length + " bytes; HS256 needs at least " + MIN_SECRET_BYTES + ".");
        }
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withSecretKey(new SecretKeySpec(key, "HmacSHA256"))
                .macAlgorithm(MacAlgorithm.HS256)
                .build();
        decoder.setJwtValidator(validators);
        return decoder;
    }

    /**
     * A decoder with an issuer's keys, which are fetched with the first token, so that the gateway starts while the issuer is
     * away.
     */
    private static JwtDecoder byIssuer(
            OAuth2ResourceServerProperties.Jwt issuer,
            Set<SignatureAlgorithm> algorithms,
            OAuth2TokenValidator<Jwt> validators) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(new IssuerKeys(keysOf(issuer), Ticker.systemTicker()))
                .jwsAlgorithms(accepted -> accepted.addAll(algorithms))
                .build();
        decoder.setJwtValidator(validators);
        return decoder;
    }

    private static Supplier<CompletableFuture<JWKSet>> keysOf(OAuth2ResourceServerProperties.Jwt issuer) {
        String keys = issuer.getJwkSetUri();
        return keys != null && !keys.isBlank()
                ? Issuer.withKeysAt(URI.create(keys))
                : Issuer.named(Objects.requireNonNull(issuer.getIssuerUri()));
    }

    /** Spring's own default is RS256 alone, which can't be told from a configured RS256: hence the look at the property. */
    private static Set<SignatureAlgorithm> algorithms(Environment environment) {
        return Binder.get(environment)
                .bind(SPRING + ".jws-algorithms", Bindable.setOf(SignatureAlgorithm.class))
                .orElseGet(() -> EnumSet.allOf(SignatureAlgorithm.class));
    }

    private static OAuth2TokenValidator<Jwt> validators(
            JwtProperties settings, OAuth2ResourceServerProperties.Jwt issuer) {
        List<String> audiences = issuer.getAudiences();
        return TokenValidators.of(
                Clock.systemUTC(),
                present(settings.issuer(), issuer.getIssuerUri()).toList(),
                Stream.concat(
                                present(settings.audience()).map(List::of),
                                audiences == null || audiences.isEmpty() ? Stream.of() : Stream.of(audiences))
                        .toList());
    }

    private static Stream<String> present(@Nullable String... values) {
        return Stream.of(values).filter(Objects::nonNull).filter(value -> !value.isBlank());
    }
}
