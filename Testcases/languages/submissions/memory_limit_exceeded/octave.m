words = fscanf(stdin, "%d");
total = sum(words(2:end));
blocks = {};
for i = 1:64
  blocks{i} = ones(1024, 1024) * i;
end
printf("%d\n", total + numel(blocks) - 64);
