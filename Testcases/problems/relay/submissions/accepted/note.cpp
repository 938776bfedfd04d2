#include <iostream>
#include <string>
using namespace std;

int main() {
    string task;
    int number, place, digit, note = 0;
    cin >> task >> number;
    if (task == "first") {
        for (int i = number; i > 0; i--) {
            cout << "look " << i << endl;
            cin >> digit;
            note = 10 * note + digit;
        }
        cout << "note " << note << endl;
    } else {
        while (cin >> task && task != "done") {
            cin >> place;
            digit = number;
            for (int i = 1; i < place; i++) digit /= 10;
            cout << digit % 10 << endl;
        }
    }
}
