// Provinces, cities and districts as lines "code<TAB>name<TAB>English name[<TAB>bare name]"; the bare name only where it is not simply the
// name without its last word.
// Levels that say nothing (市辖区, 县, 省直辖县级行政区划) have no line: their districts hang from the province.
const empty = /^(市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划)$/;

const nationalities = '(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|羌|景颇|柯尔克孜|仡佬|水|土|撒拉|东乡|保安|裕固|拉祜|佤|纳西|布朗|独龙|怒|普米|锡伯|塔吉克|黎|畲|毛南|仫佬|达斡尔|鄂温克|鄂伦春|各)';

/** The name without what it is: 苏州市 is 苏州; a name of two characters stays as it is. */
export function bareName(name) {
  const bare = name.replace(/(特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|省)$/, '')
    .replace(new RegExp(`(?:${nationalities}族|${nationalities})*自治[州县旗]$`), '').replace(/(地区|行政委员会|[市区盟县旗乡镇])$/, '');
  return bare.length > 1 ? bare : name;
}

// Names whose English form is not the pinyin of their characters.
const established = {
  陕西省: 'Shaanxi', 内蒙古自治区: 'Inner Mongolia', 西藏自治区: 'Tibet', 香港特别行政区: 'Hong Kong', 澳门特别行政区: 'Macao', 台湾省: 'Taiwan',
  呼和浩特市: 'Hohhot', 呼伦贝尔市: 'Hulunbuir', 鄂尔多斯市: 'Ordos', 巴彦淖尔市: 'Bayannur', 乌兰察布市: 'Ulanqab', 兴安盟: 'Hinggan', 锡林郭勒盟: 'Xilingol',
  阿拉善盟: 'Alxa', 哈尔滨市: 'Harbin', 齐齐哈尔市: 'Qiqihar', 乌鲁木齐市: 'Urumqi', 克拉玛依市: 'Karamay', 吐鲁番市: 'Turpan', 博尔塔拉蒙古自治州: 'Bortala',
  巴音郭楞蒙古自治州: 'Bayingolin', 阿克苏地区: 'Aksu', 克孜勒苏柯尔克孜自治州: 'Kizilsu', 喀什地区: 'Kashgar', 和田地区: 'Hotan', 伊犁哈萨克自治州: 'Ili',
  阿勒泰地区: 'Altay', 拉萨市: 'Lhasa', 日喀则市: 'Shigatse', 昌都市: 'Chamdo', 林芝市: 'Nyingchi', 那曲市: 'Nagqu', 阿里地区: 'Ngari',
  甘孜藏族自治州: 'Garze', 阿坝藏族羌族自治州: 'Ngawa', 果洛藏族自治州: 'Golog', 玉树藏族自治州: 'Yushu', 海西蒙古族藏族自治州: 'Haixi',
  台北市: 'Taipei', 新北市: 'New Taipei', 桃园市: 'Taoyuan', 台中市: 'Taichung', 台南市: 'Tainan', 高雄市: 'Kaohsiung', 基隆市: 'Keelung', 新竹市: 'Hsinchu',
  嘉义市: 'Chiayi', 新竹县: 'Hsinchu County', 苗栗县: 'Miaoli', 彰化县: 'Changhua', 南投县: 'Nantou', 云林县: 'Yunlin', 嘉义县: 'Chiayi County', 屏东县: 'Pingtung',
  宜兰县: 'Yilan', 花莲县: 'Hualien', 台东县: 'Taitung', 澎湖县: 'Penghu', 香港岛: 'Hong Kong Island', 九龙: 'Kowloon', 新界: 'New Territories',
  中西区: 'Central and Western', 湾仔区: 'Wan Chai', 油尖旺区: 'Yau Tsim Mong', 深水埗区: 'Sham Shui Po', 九龙城区: 'Kowloon City',
  黄大仙区: 'Wong Tai Sin', 观塘区: 'Kwun Tong', 葵青区: 'Kwai Tsing', 荃湾区: 'Tsuen Wan', 屯门区: 'Tuen Mun', 元朗区: 'Yuen Long', 大埔区: 'Tai Po',
  沙田区: 'Sha Tin', 西贡区: 'Sai Kung', 离岛区: 'Islands', 大堂区: 'Sé', 望德堂区: 'São Lázaro', 风顺堂区: 'São Lourenço', 花地玛堂区: 'Nossa Senhora de Fátima',
  圣安多尼堂区: 'Santo António', '嘉模堂区（氹仔）': 'Nossa Senhora do Carmo (Taipa)', '圣方济各堂区（路环）': 'São Francisco Xavier (Coloane)',
  澳门半岛: 'Macao Peninsula', 澳门外岛: 'Taipa and Coloane',
};

// In Hong Kong the pinyin of these two would be wrong; elsewhere it is right.
const inHongKong = { 东区: 'Eastern', 南区: 'Southern', 北区: 'North' };
const zones = [
  ['高新技术产业开发区', 'High-tech Zone'], ['高技术产业开发区', 'High-tech Zone'], ['高新技术开发区', 'High-tech Zone'], ['高新技术产业园区', 'High-tech Park'],
  ['经济技术开发区', 'Economic and Technological Development Zone'], ['经济开发区', 'Economic Development Zone'], ['临港开发区', 'Harbour Development Zone'],
  ['现代产业园区', 'Modern Industrial Park'], ['循环化工园区', 'Chemical Industry Park'], ['工业园区', 'Industrial Park'],
  ['文化旅游创意园区', 'Culture and Tourism Park'], ['航空港经济综合实验区', 'Airport Economy Zone'], ['城乡一体化示范区', 'Urban-Rural Integration Zone'],
  ['转型综合改革示范区', 'Reform Demonstration Zone'], ['示范区', 'Demonstration Zone'], ['管理区管委会', 'Management District'],
  ['管理区', 'Management District'], ['矿区', 'Mining District'], ['新区', 'New Area'],
];
const kinds = { 市: ' City', 县: ' County', 区: ' District', 旗: ' Banner' };

export function regionLines(provinces, cities, areas, islands, spell) {
  const lines = [];
  const known = new Map([...provinces, ...cities].map(p => [bareName(p.name), established[p.name] ?? spell(bareName(p.name))]));
  // 安徽安庆经济开发区: what stands before the kind is one place name after the other.
  const spellParts = text => {
    if (text === '') return [];
    const place = [...known.keys()].filter(p => text.startsWith(p)).sort((a, b) => b.length - a.length)[0];
    return place ? [known.get(place), ...spellParts(text.slice(place.length).replace(/^市/, ''))] : [spell(text)];
  };
  const spellZone = name => {
    const zone = name.length > 3 && zones.find(([ending]) => name.endsWith(ending));
    return zone && [...spellParts(name.slice(0, -zone[0].length)), zone[1]].join(' ');
  };
  const add = (code, name) => {
    const english = (code.startsWith('81') && inHongKong[name]) || established[name] || spellZone(name) || spell(bareName(name));
    const bare = bareName(name);
    const regular = bare === name || bare === name.replace(/(特别行政区|地区|[省市区县盟旗乡镇])$/, '');
    lines.push(regular ? [code, name, english] : [code, name, english, bare]);
  };
  for (const p of provinces) add(p.code + '0000', p.name);
  for (const c of cities) if (!empty.test(c.name)) add(c.code + '00', c.name);
  // A city without districts is listed once more as its own only district.
  for (const a of areas) if (!a.code.endsWith('00') && !empty.test(a.name)) add(a.code, a.name);
  // The package names the parts of these three without codes: they are numbered here in its order.
  const codeOf = { 台湾省: 71, 香港特别行政区: 81, 澳门特别行政区: 82 };
  const two = n => String(n).padStart(2, '0');
  for (const [province, parts] of Object.entries(islands)) {
    const p = codeOf[province];
    add(`${p}0000`, province);
    Object.entries(parts).forEach(([city, districts], i) => {
      add(`${p}${two(i + 1)}00`, city);
      districts.forEach((district, k) => add(`${p}${two(i + 1)}${two(k + 1)}`, district));
    });
  }
  tellApart(lines);
  return lines.sort((a, b) => a[0] < b[0] ? -1 : 1).map(l => l.join('\t'));
}

// 邢台市 and 邢台县, or 滨海县 and 滨海区: where one parent has two parts with one English name, the kind is added.
function tellApart(lines) {
  const groups = new Map();
  for (const line of lines) {
    const code = line[0];
    const parent = code.endsWith('0000') ? '' : code.endsWith('00') ? code.slice(0, 2) : code.slice(0, 4);
    const key = parent + line[2];
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  for (const group of groups.values()) if (group.length > 1) for (const line of group) line[2] += kinds[line[1].at(-1)] ?? '';
}
