package io.github.cards4j.samples.chat.security;

import io.github.cards4j.samples.chat.ChatAppProperties;
import io.github.cards4j.samples.chat.http.ApiException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Every controller needs the key, if there is one; the page's own files do not. */
final class ApiKeyCheck implements HandlerInterceptor {

    private static final String SCHEME = "Bearer ";

    private final byte @Nullable [] key;

    ApiKeyCheck(ChatAppProperties properties) {
        String text = properties.apiKey();
        key = text == null ? null : text.strip().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (key != null
                && handler instanceof HandlerMethod
                && request.getDispatcherType() == DispatcherType.REQUEST
                && !matches(request.getHeader(HttpHeaders.AUTHORIZATION), key)) {
            throw ApiException.of(
                    HttpStatus.UNAUTHORIZED,
                    "invalid_api_key",
                    "this server needs its key in the header 'Authorization: Bearer KEY'");
        }
        return true;
    }

    private static boolean matches(@Nullable String header, byte[] key) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] given = header.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        // takes as long wherever the two differ
        return MessageDigest.isEqual(given, key);
    }
}
