package dev.zeroback.cli.node;

import dev.zeroback.cli.platform.Terminal;

final class NodeTerminal implements Terminal {
  @Override
  public void print(String line) {
    NodeProcess.print(line);
  }

  @Override
  public void printError(String line) {
    NodeProcess.printError(line);
  }
}
