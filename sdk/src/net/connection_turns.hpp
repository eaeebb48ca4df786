// How many exchanges may hold a connection to one origin at a time; the others wait their turn, first in first out.
// Lives on the I/O thread; knows nothing of connections.
#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <string>

namespace hellojohn {
inline namespace v0 {
namespace net {

class NetworkExchange;

/// One origin: the number of connections in use, and the exchanges that wait for one.
struct ConnectionQueue {
  std::size_t held = 0;
  std::list<NetworkExchange*> waiting;
  bool serving = false;  ///< The queue is being served further up the stack.
};

/// What one exchange has of its queue: nothing, a place, or a connection in use.
struct ConnectionTurn {
  ConnectionQueue* queue = nullptr;
  bool held = false;
  std::list<NetworkExchange*>::iterator place{};
};

/// **Thread** the I/O thread. Turns point into it, so it lives longer than they do.
class ConnectionTurns {
 public:
  explicit ConnectionTurns(std::size_t limit) noexcept : limit_(limit) {}

  /// The queue of an origin; stays where it is.
  [[nodiscard]] ConnectionQueue& queue(const std::string& origin) { return queues_[origin]; }

  /// True: the exchange may connect now. False: it waits. **Exceptions** std::bad_alloc, nothing is changed then.
  [[nodiscard]] bool take(ConnectionQueue& queue, ConnectionTurn& turn, NetworkExchange& exchange) {
    turn.held = queue.held < limit_ && queue.waiting.empty();
    if (turn.held)
      ++queue.held;
    else
      turn.place = queue.waiting.insert(queue.waiting.end(), &exchange);
    turn.queue = &queue;
    return turn.held;
  }

  /// Gives the place or the connection back. Null if nobody's turn has come by that.
  ConnectionQueue* give_back(ConnectionTurn& turn) noexcept {
    ConnectionQueue* const queue = turn.queue;
    turn.queue = nullptr;
    if (queue == nullptr) return nullptr;
    if (turn.held) {
      --queue->held;
      return queue;
    }
    queue->waiting.erase(turn.place);
    return nullptr;
  }

  /// The exchange whose turn it is now, or null. The caller tells its ConnectionTurn.
  NetworkExchange* next(ConnectionQueue& queue) noexcept {
    if (queue.held >= limit_ || queue.waiting.empty()) return nullptr;
    NetworkExchange* const out = queue.waiting.front();
    queue.waiting.pop_front();
    ++queue.held;
    return out;
  }

 private:
  std::size_t limit_;
  std::map<std::string, ConnectionQueue> queues_;
};

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
