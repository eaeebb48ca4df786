// The last connection used is the one least likely to have been closed by its peer.
#include "net/socket/connection_pool.hpp"

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace net {

std::shared_ptr<Connection> ConnectionPool::take(const std::string& key) {
  const auto found = idle_.find(key);
  if (found == idle_.end()) return nullptr;
  auto& list = found->second;
  while (!list.empty()) {
    auto candidate = std::move(list.back());
    list.pop_back();
    if (candidate->wake()) return candidate;
  }
  idle_.erase(found);
  return nullptr;
}

void ConnectionPool::keep(const std::shared_ptr<Connection>& connection) noexcept {
  try {
    if (shut_) return connection->close();
    auto& list = idle_[connection->origin().text];
    std::erase_if(list, [](const auto& other) { return !other->is_open(); });
    if (list.size() >= per_origin_) return connection->close();
    list.push_back(connection);
    connection->rest(idle_limit_);
  } catch (...) {
    connection->close();
  }
}

void ConnectionPool::shut() noexcept {
  shut_ = true;
  for (auto& [key, list] : idle_)
    for (auto& connection : list) connection->close();
  idle_.clear();
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
