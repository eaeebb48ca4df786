// What a host does with each component of the library. Every function answers whether it went well.
#pragma once

bool sign_in_with_a_backup_code();
bool show_screens();
bool hear_screens();
bool speak_aloud();
bool draw_screens();
bool open_the_desk();
