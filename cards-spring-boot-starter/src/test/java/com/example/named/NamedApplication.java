package com.example.named;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** An application whose AI service names a model of its own. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class NamedApplication {}
