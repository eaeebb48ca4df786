// What a host does with each component of the library. Every function answers whether it went well.
#pragma once

bool sign_in_with_a_backup_code();
bool show_screens();
bool draw_screens();
bool open_the_desk();
