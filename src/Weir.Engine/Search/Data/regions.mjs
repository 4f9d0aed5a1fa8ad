// Provinces, cities and districts as lines "code<TAB>name[<TAB>English name]"; English names down to the city.
// Levels that say nothing (市辖区, 县, 省直辖县级行政区划) have no line: their districts hang from the province.
const empty = /^(市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划)$/;

const nationalities = '(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|羌|景颇|柯尔克孜|仡佬|水|土|撒拉|东乡|保安|裕固|拉祜|佤|纳西|布朗|独龙|怒|普米|锡伯|塔吉克|黎|畲|毛南|仫佬|达斡尔|鄂温克|鄂伦春|各)';

/** The name without what it is: 苏州市 is 苏州; a name of two characters stays as it is. */
export function bareName(name) {
  const bare = name.replace(/(特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|省)$/, '')
    .replace(new RegExp(`(?:${nationalities}族|${nationalities})*自治[州县旗]$`), '').replace(/(地区|市|区|盟|县|旗)$/, '');
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
  澳门半岛: 'Macau Peninsula', 澳门外岛: 'Taipa and Coloane',
};

export function regionLines(provinces, cities, areas, islands, spell) {
  const english = name => established[name] ?? spell(bareName(name));
  const lines = [];
  for (const p of provinces) lines.push([p.code + '0000', p.name, english(p.name)]);
  for (const c of cities) if (!empty.test(c.name)) lines.push([c.code + '00', c.name, english(c.name)]);
  // A city without districts is listed once more as its own only district.
  for (const a of areas) if (!a.code.endsWith('00') && !empty.test(a.name)) lines.push([a.code, a.name]);
  // The package names the parts of these three without codes: they are numbered here in its order.
  const codeOf = { 台湾省: 71, 香港特别行政区: 81, 澳门特别行政区: 82 };
  const two = n => String(n).padStart(2, '0');
  for (const [province, parts] of Object.entries(islands)) {
    const p = codeOf[province];
    lines.push([`${p}0000`, province, english(province)]);
    Object.entries(parts).forEach(([city, districts], i) => {
      lines.push([`${p}${two(i + 1)}00`, city, english(city)]);
      districts.forEach((district, k) => lines.push([`${p}${two(i + 1)}${two(k + 1)}`, district]));
    });
  }
  return lines.sort((a, b) => a[0] < b[0] ? -1 : 1).map(l => l.join('\t'));
}
