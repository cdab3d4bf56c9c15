package com.example.ours;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** An application whose AI service names the model of cards4j. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class OursApplication {}
