package dev.terrace.gates.planted.spring.autoconfigure;

public interface Configuration {}
