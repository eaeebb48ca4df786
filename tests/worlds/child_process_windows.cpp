// See child_process.hpp: CreateProcessW with two pipes, in a job object that ends the child when its handle is closed.
#include "worlds/child_process_windows.hpp"

namespace hellojohn::tests {

PipedChild::PipedChild(const std::string& program, const std::vector<std::string>& arguments,
                       Errors errors) {
  StartWith with{program, arguments, input_.childs.get(), output_.childs.get()};
  if (errors == Errors::with_output) with.errors = with.output;
  with.inherited = {with.input, with.output};
  process_ = start_in_job(job_.get(), with).hProcess;
  (void)input_.childs.close();
  (void)output_.childs.close();
}

PipedChild::~PipedChild() {
  if (process_ == nullptr) return;
  ::TerminateProcess(process_, 1);
  (void)wait();
}

std::string PipedChild::read(std::size_t most) {
  std::string out(most, '\0');
  DWORD size = 0;
  if (::ReadFile(output_.ours.get(), out.data(), static_cast<DWORD>(most), &size, nullptr) == 0)
    size = 0;
  out.resize(size);
  return out;
}

bool PipedChild::write(std::string_view bytes) {
  DWORD size = 0;
  return ::WriteFile(input_.ours.get(), bytes.data(), static_cast<DWORD>(bytes.size()), &size,
                     nullptr) != 0 &&
         size == bytes.size();
}

int PipedChild::wait() {
  if (process_ == nullptr) return -1;
  DWORD code = 0;
  ::WaitForSingleObject(process_, INFINITE);
  const bool known = ::GetExitCodeProcess(process_, &code) != 0;
  ::CloseHandle(process_);
  process_ = nullptr;
  return known ? static_cast<int>(code) : -1;
}

struct ChildProcess::System {
  PipedChild child;
};

ChildProcess::ChildProcess(const std::string& program, std::vector<std::string> arguments)
    : system_(new System{PipedChild(program, arguments, PipedChild::Errors::dropped)}) {}

ChildProcess::~ChildProcess() = default;

std::string ChildProcess::read_line() {
  std::string line;
  for (std::string next = system_->child.read(1); !next.empty() && next != "\n";
       next = system_->child.read(1))
    line += next;
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

bool ChildProcess::write_line(std::string_view line) {
  return system_->child.write(std::string(line) + "\n");
}

int ChildProcess::wait() { return system_->child.wait(); }

}  // namespace hellojohn::tests
