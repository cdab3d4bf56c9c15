package io.github.cards4j.spring;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Keeps the analysis that Spring Boot would show; found by it through spring.factories. */
public final class ReportedAnalysis implements FailureAnalysisReporter {

    static volatile FailureAnalysis last;

    @Override
    public void report(FailureAnalysis analysis) {
        last = analysis;
    }
}
