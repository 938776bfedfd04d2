words = fscanf(stdin, "%d");
total = sum(words(2:end));
printf("%d\n", total);
