package dev.zeroback.core.engine;

import dev.zeroback.core.port.Alarm;
import dev.zeroback.core.port.Clock;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.Entropy;
import dev.zeroback.core.port.FunctionHost;
import dev.zeroback.core.port.Log;
import dev.zeroback.core.port.Natives;
import dev.zeroback.core.port.Sockets;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.port.Timer;

/** Everything outside the engine. */
public record Ports(
    SqlStorage sql,
    Docs docs,
    Natives natives,
    Clock clock,
    Entropy entropy,
    Timer timer,
    Alarm alarm,
    Sockets sockets,
    FunctionHost functions,
    Log log) {}
