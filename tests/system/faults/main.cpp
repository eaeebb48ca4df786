// The fault matrix: every fault with every operation. Prints what is wrong, and its figure as the last line.
#include "fault.hpp"

int main() {
  hellojohn::tests::Score score;
  hellojohn::tests::run_scripted(score);
  hellojohn::tests::run_time_and_host(score);
  hellojohn::tests::run_sockets(score);
  hellojohn::tests::run_process(score);
  return score.print();
}
