// Goes uphill to the right place, and names the post beside it.
#include <iostream>
using namespace std;

int main() {
    int low = 1, high;
    cin >> high;
    while (low < high) {
        int middle = (low + high) / 2, here, next;
        cout << "measure " << middle << endl;
        cin >> here;
        cout << "measure " << middle + 1 << endl;
        cin >> next;
        if (here < next) low = middle + 1;
        else high = middle;
    }
    cout << "summit " << (low > 1 ? low - 1 : low + 1) << endl;
}
