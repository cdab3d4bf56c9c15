package com.example.support;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Keeps what Spring Boot says of a failed start; found by it through spring.factories. */
public final class ReportedAnalysis implements FailureAnalysisReporter {

    static volatile FailureAnalysis last;

    @Override
    public void report(FailureAnalysis analysis) {
        last = analysis;
    }
}
