package io.github.cards4j.samples.chat.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cards4j.samples.chat.http.ApiException;
import io.github.cards4j.samples.chat.http.ErrorBody;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses requests that pages of other sites make a browser send. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class HostCheck extends OncePerRequestFilter {

    private final Hosts hosts;
    private final ObjectMapper json;

    HostCheck(Hosts hosts, ObjectMapper json) {
        this.hosts = hosts;
        this.json = json;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String problem = problem(request.getHeader(HttpHeaders.HOST), request.getHeader(HttpHeaders.ORIGIN));
        if (problem == null) {
            chain.doFilter(request, response);
            return;
        }
        response.setStatus(HttpStatus.FORBIDDEN.value());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        ErrorBody body = ErrorBody.of(ApiException.of(HttpStatus.FORBIDDEN, "wrong_host", problem));
        response.getWriter().write(json.writeValueAsString(body));
    }

    private @Nullable String problem(@Nullable String host, @Nullable String origin) {
        if (host == null || !hosts.served(host)) {
            return "this application is not served under the host name of this request: call it localhost, or add the name"
                    + " to chat-app.allowed-hosts";
        }
        if (origin != null && !Hosts.same(origin, host)) {
            return "requests from pages of other origins are refused";
        }
        return null;
    }
}
