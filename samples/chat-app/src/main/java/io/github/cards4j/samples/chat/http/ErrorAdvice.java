package io.github.cards4j.samples.chat.http;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Turns every exception into an answer that says what to do, without a stack trace. */
@RestControllerAdvice
class ErrorAdvice {

    /** @throws Exception the same, if it is too late to tell: the connection then breaks, so that nobody takes half for all */
    @ExceptionHandler(Exception.class)
    ResponseEntity<ErrorBody> handle(Exception e, HttpServletResponse response) throws Exception {
        if (response.isCommitted()) {
            throw e;
        }
        return ErrorBody.response(Failures.toldOf(e));
    }
}
