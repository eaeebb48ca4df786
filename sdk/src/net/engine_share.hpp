// One transport's part of an engine: the door to its sinks, its timer, and how many exchanges it has under way.
#pragma once

#include "net/preallocated_post.hpp"
#include "net/sink_gate.hpp"
#include "net/socket/asio_types.hpp"

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <cstdint>

namespace hellojohn {
inline namespace v0 {
namespace net {

/// Shared by the transport and everything on the I/O thread that still serves it.
struct EngineShare {
  EngineShare(boost::asio::io_context& io, std::uint64_t its_number)
      : number(its_number), wake_timer(io) {}
  EngineShare(const EngineShare&) = delete;
  EngineShare& operator=(const EngineShare&) = delete;

  const std::uint64_t number;  ///< No other share of the engine has it.
  SinkGate sinks;
  PreallocatedPost leaving;  ///< Its end needs no memory that may be missing.
  // The I/O thread only.
  SteadyTimer wake_timer;
  std::size_t exchanges = 0;  ///< Whose sink has not heard of their end.
  bool stopped = false;
  // Guarded by the engine's mutex.
  bool left = false;  ///< Stopped, and no exchange is under way.
};

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
