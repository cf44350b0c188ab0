package com.tripsage.gateway.http;

import com.tripsage.gateway.request.RequestRefused;
import com.tripsage.gateway.security.Callers;
import com.tripsage.gateway.security.Operators;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.context.AbstractSecurityWebApplicationInitializer;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.web.filter.CorsFilter;

/**
 * The rules of who may reach what beside {@link GraphQlServlet}, which has its own. Every request brings its own token, so nothing
 * is kept between two of them.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = SecurityFilterAutoConfiguration.class)
@EnableConfigurationProperties(CorsProperties.class)
class SecurityConfiguration {

    private static final String[] OPEN = {"/", "/graphiql", "/graphiql/**", "/assets/*", "/calendar.ics"};

    /** Spring Security, by servlet: Tomcat's choice of the servlet is also that of who checks the token. */
    @Bean
    DelegatingFilterProxyRegistrationBean securityFilter(DispatcherServletRegistrationBean everythingElse) {
        var filter = new DelegatingFilterProxyRegistrationBean(
                AbstractSecurityWebApplicationInitializer.DEFAULT_FILTER_NAME, everythingElse);
        filter.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        return filter;
    }

    @Bean
    FilterRegistrationBean<CorsFilter> crossOriginFilter(CorsProperties cors) {
        var filter = new FilterRegistrationBean<>(CrossOrigin.filter(cors));
        filter.addUrlPatterns(GraphQlServlet.PATH + "/*", "/account/*", "/assets/*");
        filter.setOrder(RequestIdFilter.ORDER + 1);
        filter.setEnabled(cors.allowsAny());
        return filter;
    }

    /** Metrics, and whatever else the configuration exposes, at whatever address. Probes need no token. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain operations(HttpSecurity http, Operators operators) {
        return edge(http.securityMatcher(EndpointRequest.toAnyEndpoint()), operators::authenticate)
                .authorizeHttpRequests(requests -> requests.requestMatchers(EndpointRequest.to(HealthEndpoint.class))
                        .permitAll()
                        .anyRequest()
                        .hasRole(Operators.ROLE))
                .build();
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http, Callers callers) {
        return edge(http, callers)
                .authorizeHttpRequests(requests ->
                        requests.requestMatchers(OPEN).permitAll().anyRequest().authenticated())
                .servletApi(AbstractHttpConfigurer::disable)
                .build();
    }

    /** What holds at every address. */
    private static HttpSecurity edge(HttpSecurity http, AuthenticationManager tokens) {
        TokenChallenge challenge = new TokenChallenge();
        // Without this, a refused request is saved in a session.
        http.setSharedObject(RequestCache.class, new NullRequestCache());
        return http.addFilterBefore(new CredentialsFilter(), ExceptionTranslationFilter.class)
                .addFilterBefore(bearerTokens(tokens, challenge), ExceptionTranslationFilter.class)
                .exceptionHandling(errors ->
                        errors.authenticationEntryPoint(challenge).accessDeniedHandler(SecurityConfiguration::deny))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(PagePolicy.STRICT)))
                .anonymous(AbstractHttpConfigurer::disable)
                .cors(AbstractHttpConfigurer::disable)
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .securityContext(AbstractHttpConfigurer::disable)
                .sessionManagement(AbstractHttpConfigurer::disable);
    }

    private static void deny(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        AnswerWriter.writeRefusal(
                request, response, RequestRefused.of(HttpStatus.FORBIDDEN, "This address is for operators"));
    }

    private static BearerTokenAuthenticationFilter bearerTokens(
            AuthenticationManager tokens, TokenChallenge challenge) {
        BearerTokenAuthenticationFilter filter = new BearerTokenAuthenticationFilter(tokens);
        filter.setAuthenticationEntryPoint(challenge);
        filter.setAuthenticationFailureHandler(challenge::commence);
        return filter;
    }

    /** An observation of every filter of every request tells nobody anything and costs like a small query. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }
}
